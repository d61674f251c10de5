"""Grades notebooks in which anything may stand.

A submission's cells run in a sandbox, in a process that holds nothing worth having. Its answers
come out as plain values, and are tested in another process, which no code of a student's can reach.
What is graded, and by which tests, the notebook says: its cells bear nbgrader's marks.
"""
