"""What an expression is asked for, and another wing carries out: to be read, and to be computed.

The one step up in the house. The engine knows neither how it is written nor how it is computed, but
``y.latex()`` is what everybody types; so these methods import the wing above when they are called.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.libraries import needed_for
from mathlib.symbolic.shapes import shape_text


class Methods:
    """The methods of an expression that printing and evaluation carry out."""

    def __str__(self: Any) -> str:
        from mathlib.printing.printer import TooLongError

        try:
            return self.text()
        except TooLongError:
            return f"<an expression of shape {shape_text(self.shape)}, too long to be written out>"

    __repr__ = __str__

    def _repr_latex_(self: Any) -> str | None:
        from mathlib.printing.printer import TooLongError

        try:
            return f"${self.latex()}$"
        except TooLongError:
            return None  # a notebook then shows what `repr` says

    def text(
        self: Any, layout: str = "numerator", names: Any = None, vectorized: bool = False
    ) -> str:
        """Matrix notation as plain text; the options are those of `latex`."""
        from mathlib.printing import printer

        return printer.text(self, layout, names, vectorized)

    def latex(
        self: Any, layout: str = "numerator", names: Any = None, vectorized: bool = False
    ) -> str:
        """Matrix notation as LaTeX.

        Parameters
        ----------
        layout : {"numerator", "denominator"}
            Which way a derivative lies; other expressions look the same in both.
        names : mapping of str to Expression, or "auto", optional
            Intermediate results to be shown by a name, such as ``{"s": ml.softmax(x)}``, wherever
            they stand. With ``"auto"``, names are found for what is repeated and for what is
            long, and written below with what they stand for; so is by itself what would be too
            long to be read. `with_names` returns what the names stand for.
        vectorized : bool
            Show a derivative by a matrix, or of one, as the matrix of ``vec`` (columns stacked,
            the first on top) by ``vec``: with a row for every entry of what is differentiated in
            numerator layout, with a column in denominator layout. It is made of Kronecker products
            ``A ⊗ B``, of ``diag(vec(M))``, and of the commutation matrix ``K[m,n]``, which takes
            ``vec(A)`` to ``vec(Aᵀ)`` (``K`` where m is n; see `commutation`). With
            ``structure="shared"``, of a symmetric matrix, it ends in ``D Dᵀ``; what stands before
            the last ``Dᵀ`` is the derivative by ``vech`` (see `duplication`). Where K or D is a
            symbol, they are called ``commutation`` and ``duplication``.

        Raises
        ------
        ValueError
            If a derivative has no such form; it is then read in `index_notation`.

        Examples
        --------
        >>> import mathlib as ml
        >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
        >>> J = ml.derivative(ml.softmax(A @ x), x)
        >>> J.text(names={"s": ml.softmax(A @ x)})
        'diag(s) A - s sᵀ A'
        >>> print(J.text(names="auto"))
        diag(p) A - p pᵀ A
        where p = softmax(A x)
        >>> ml.derivative(A @ x, A).text(vectorized=True)
        'xᵀ ⊗ I'
        >>> ml.derivative(A @ A.T, A).text(vectorized=True)
        '(I + K) (A ⊗ I)'
        """
        from mathlib.printing import printer

        return printer.latex(self, layout, names, vectorized)

    def index_notation(self: Any, latex: bool = False, names: Any = None) -> str:
        """Entry by entry, with sums: ``Σ_j A[i,j] x[j]``, as text or as LaTeX.

        The letters i, j, ... stand for the axes, in order, but for those that are names in the
        expression. A derivative says on a left side which letter is whose.
        Names are given to parts as in `latex`.

        Examples
        --------
        >>> import mathlib as ml
        >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
        >>> (A @ x).index_notation()
        'Σ_j A[i,j] x[j]'
        >>> ml.derivative(A @ x, A).index_notation()
        '∂y[i]/∂A[j,k] = δ[i,j] x[k]'
        """
        from mathlib.printing import printer

        return printer.index_notation(self, latex, names)

    def with_names(self: Any, names: Any = "auto") -> Any:
        """Return the expression in names, and what each name stands for.

        Parameters
        ----------
        names : "auto", or mapping of str to Expression
            Whether names are found for what is repeated and for what is long; or parts with the
            names that they are to have.

        Returns
        -------
        tuple of Expression and dict of str to Expression
            The formula in which names stand for its parts, and the parts, of which each may use
            the names before it; given ones use each other's.

        Examples
        --------
        >>> import mathlib as ml
        >>> X, w, y = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("y", "m")
        >>> ml.gradient(ml.norm(X @ w - y) ** 3, w).with_names()
        (3 ‖r‖ Xᵀ r, {'r': X w - y})
        """
        from mathlib.printing import definitions

        return definitions.named_parts(self, names)

    def evaluate(self: Any, /, *unnamed: Any, **values: Any) -> Any:
        """Return the numbers, as a NumPy array; see `evaluation.evaluate`."""
        with needed_for(
            "evaluate",
            "; small arrays, as nested lists, are computed without it by "
            "mathlib.evaluation.evaluate.on_lists(expression, values)",
        ):
            from mathlib.evaluation import arguments, evaluate, numpy_arrays

        symbols = (symbol.name for symbol in arguments.accepted_symbols(self))
        arguments.refuse_unnamed(unnamed, "evaluate", "values", symbols)
        return evaluate.evaluate(self, values, numpy_arrays)

    def compile(self: Any, *arguments: Any) -> Any:
        """Return a NumPy function of the arguments; see `lambdify.lambdify`."""
        with needed_for("compile"):
            from mathlib.evaluation import lambdify

        return lambdify.lambdify(self, arguments)

    def components(self: Any, /, *unnamed: Any, **sizes: Any) -> Any:
        """Return the entries as SymPy expressions; see `sympy_printer.components`."""
        with needed_for("components"):
            from mathlib.evaluation import arguments, sympy_printer

        arguments.refuse_unnamed(unnamed, "components", "sizes", arguments.dimension_names(self))
        return sympy_printer.components(self, sizes)
