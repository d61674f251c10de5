"""How an expression becomes numbers: NumPy arrays, compiled functions, SymPy components."""
