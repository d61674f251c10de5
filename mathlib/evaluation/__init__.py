"""How an expression becomes numbers: NumPy arrays or plain lists, compiled functions, components.

To evaluate: `evaluate` checks what is given (`arguments`) and lets `interpreter` walk over the
expression in the order of `evaluation_order`; it computes with `numpy_arrays`, or where there is no
NumPy with `list_arrays` (`arrays` says what is asked of them).

To compile: `lambdify` lets `numpy_printer` write the lines of a function, products by
`contraction_printer`, lines by `source_builder`.

To write out: `sympy_printer` gives every entry as a SymPy expression.

All three order their products by `contraction_path`; the first two compute some expressions in
another form than the written one, by `stable_forms` and `adjugates`.
"""
