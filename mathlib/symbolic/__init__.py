"""The engine: expressions with symbolic shapes in canonical form, and their derivatives."""
