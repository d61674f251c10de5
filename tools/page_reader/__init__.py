"""Reads the displayed formulas of the book as they stand on the page, and proves them.

It shares nothing with the package it checks. How a display is written so that it is read says the
README beside this file. A display goes through these modules in turn:

================  ==============================================================================
`tokens`          LaTeX to tokens
`statements`      lines, statements, sides; `definitions` takes down what they define
`grammar`         a side to a tree, with `brackets` and `operators`
`scope`           what a symbol stands for; `context` holds what is said of it
`evaluation`      a tree to an array, with `calculus`, `paths`, `dots`, `functions`, `arrays`
`differences`     derivatives and limits from values alone
`points`          random points, edges of conditions, whole numbers
`proof`           the sides of every statement are equal, at all these, as `relations` compares them
`conventions`     what a display keeps to besides, so that no slip leaves it true of nothing
`mutations`       one symbol changed
`displays`        the labelled displays of the book; `inline_formulas`, those within lines
`explanation`     how a display is read, in sentences, for the command line
================  ==============================================================================
"""
