"""Figures of training: what is drawn stands where the numbers say."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from mathlib import figures

LOPSIDED = np.array([[5.0, 2.0], [2.0, 3.0]])


def rise(ellipse, bottom, H):
    """Return how high the loss stands at the ends of an ellipse's two axes."""
    ends = np.array([*ellipse.get_vertices(), *ellipse.get_co_vertices()])
    return [d @ H @ d / 2 for d in ends - bottom]


def test_lines_go_through_the_points_they_predict(ax):
    points = [[1, 4, 2], [7, 3, 5]]
    figures.lines_through_points(ax, points, {"steep": (3, -1), "flat": (0.5, 2)})
    (cloud,), (steep, flat) = ax.patches, ax.lines
    np.testing.assert_array_equal(np.transpose(cloud.get_path().vertices[::2]), points)
    assert np.array(steep.get_data()) == pytest.approx(np.array([[1, 4], [2, 11]]))
    assert np.array(flat.get_data()) == pytest.approx(np.array([[1, 4], [2.5, 4]]))
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["steep", "flat"]


def test_a_way_stands_on_contours_of_the_loss(book_style):
    axes = plt.subplots(1, 2)[1]
    ways = {"short": [[0, 0], [1, 3]], "long": [[4, 0], [2, 2], [1, 3]]}
    figures.ways_down(axes, ways, [1, 3], LOPSIDED, heights=[0.5, 7])
    for ax, (title, way) in zip(axes, ways.items(), strict=True):
        assert ax.get_title() == title
        assert np.transpose(ax.lines[0].get_data()) == pytest.approx(np.array(way))
        low, high = ax.patches
        assert rise(low, [1, 3], LOPSIDED) == pytest.approx([0.5] * 4)
        assert rise(high, [1, 3], LOPSIDED) == pytest.approx([7] * 4)


def test_every_valley_is_as_long_as_its_panel_is_wide(book_style):
    axes = plt.subplots(1, 3)[1]
    figures.valleys(axes, {"a": LOPSIDED, "b": 100 * LOPSIDED, "round": 2 * np.eye(2)})
    longest = [max(ax.patches[-1].width, ax.patches[-1].height) for ax in axes]
    assert longest == pytest.approx([1.8] * 3)
    shortest = [min(ax.patches[-1].width, ax.patches[-1].height) for ax in axes]
    low, high = np.linalg.eigvalsh(LOPSIDED)
    assert shortest == pytest.approx([1.8 * np.sqrt(low / high)] * 2 + [1.8])
    assert [ax.get_title() for ax in axes] == ["a", "b", "round"]
