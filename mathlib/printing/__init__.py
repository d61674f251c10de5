"""How an expression is read: matrix notation and index notation, as text and as LaTeX."""
