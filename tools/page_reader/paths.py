"""Which ways a variable takes into a formula: what moves with it, and what is held still."""

from tools.page_reader.errors import Unreadable
from tools.page_reader.scope import Scope
from tools.page_reader.tree import Tree, symbol, whole


class Paths(Scope):
    """The part of the evaluation that tells a partial derivative from one along every path."""

    def holding_still(self, formula, variable):
        """Return the scope of a partial derivative.

        Where a formula has the variable in it, the names beside the variable are held still. Where
        it has not, the variable acts through these names, and they move with it.
        """
        mentioned = [t for t in self.unfolded(formula).walk() if t.op in ("symbol", "entry")]
        variables = symbols_in(variable)
        moved = {name for part in variables for name in (self.name(part), whole(part))}
        if not moved & {self.name(tree) for tree in mentioned}:
            return self
        still = [t for t in mentioned if t not in variables and self.is_intermediate(t)]
        return self.holding({key: value for tree in still for key, value in self.present(tree)})

    def held_still(self, tree):
        """Return a derivative while the names in the subscript of its brackets are held still."""
        derivative, *still = tree.parts
        follows = Tree("derivative", derivative.parts, "d")
        return self.holding({self.key(part): self.value(part) for part in still}).value(follows)

    def name(self, tree):
        """Return the key of a symbol; where an index has no value, the name of the whole."""
        try:
            return self.key(tree)
        except Unreadable:
            return whole(tree)

    def present(self, tree):
        """Yield the keys under which the value of an intermediate is held, and their values."""
        if tree.op == "symbol" and self.has_entries(tree.value):
            for entry in self.entries(tree.value):
                yield self.key(entry), self.value(entry)
        else:
            key = self.key(tree)
            yield key, self.symbol(key) if key == whole(tree) else self.value(tree)

    def unfolded(self, formula):
        """Return what a name stands for: its definition, or the function with its arguments."""
        if formula.op == "entry" and (found := self.own_definition(formula)):
            return found[0].body
        name = whole(formula) if formula.op in ("symbol", "entry") else None
        if name in self.context.definitions:
            return self.context.definitions[name].body
        if name in self.context.functions:
            return Tree("call", (formula, *self.arguments(name)))
        return formula

    def is_intermediate(self, tree):
        """Tell whether a symbol stands for a formula, and is no function with parameters."""
        try:
            found = tree.op == "entry" and self.own_definition(tree)
        except Unreadable:  # an index that runs over a sum has no value here
            return False
        definition = found[0] if found else self.context.definitions.get(whole(tree))
        by_entries = tree.op == "symbol" and self.has_entries(tree.value)
        return by_entries or bool(definition and not definition.parameters)


def is_vec(variable):
    """Tell whether a variable is a matrix of which the columns are stacked."""
    return variable.op == "call" and variable.parts[0] == symbol("vec")


def symbols_in(variable):
    """Return the symbols that are moved when a variable is: one, or those of a point."""
    if variable.op == "point":
        return variable.parts
    return variable.parts[1:] if is_vec(variable) else (variable,)
