"""What the first page counts is what the book holds."""

import counts
from tools.claims import rows
from tools.rules import rules


def test_the_counts_are_those_of_the_book():
    found = counts.counts()
    assert found["rules"] == len(rules())
    assert found["equations"] >= len(rows())
    assert found["exercises"] > 100
    assert found["slips"] == 27


def test_a_place_gets_its_number(monkeypatch):
    monkeypatch.setattr(counts, "counts", lambda: {"rules": 7})
    context = {"body": '<b data-count="rules"></b> rules'}
    counts.fill(None, "index", None, context, None)
    assert context["body"] == '<b data-count="rules">7</b> rules'
