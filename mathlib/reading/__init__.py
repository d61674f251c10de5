"""A formula that somebody typed, as an expression: printing backwards."""
