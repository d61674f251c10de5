"""The book's figures: functions that draw on the axes they are given.

Conventions
-----------
A figure shows mathematics that the chapter has already derived: slopes,
gradients and errors are passed in, so no figure can quietly compute the lesson.
Each colour is paired with a second sign (a label, a dash, a marker), so that no
figure needs colour to be read.
"""

from mathlib.figures.checks import dot_table, look_alikes, losses_by_step
from mathlib.figures.curves import (
    break_above_slopes,
    error_curves,
    function_above_slope,
    product_rectangle,
    secants,
)
from mathlib.figures.errata import broadcast, chain_of_parts, rise_in_parts
from mathlib.figures.layers import batch_blocks, pixels, slopes_by_class
from mathlib.figures.matrices import (
    derivative_shapes,
    filled_entries,
    layouts,
    local_linear_map,
    tinted_matrices,
    wiggles,
)
from mathlib.figures.moving import interactive
from mathlib.figures.stills import data_flow, fold, way_down
from mathlib.figures.style import use_style
from mathlib.figures.surfaces import (
    compass,
    slices,
    slope_arrows,
    slopes_by_angle,
    tangent_plane,
    values_along_lines,
)
from mathlib.figures.timings import growth, speed_ratios

__all__ = [
    "batch_blocks",
    "break_above_slopes",
    "broadcast",
    "chain_of_parts",
    "compass",
    "data_flow",
    "derivative_shapes",
    "dot_table",
    "error_curves",
    "filled_entries",
    "fold",
    "function_above_slope",
    "growth",
    "interactive",
    "layouts",
    "local_linear_map",
    "look_alikes",
    "losses_by_step",
    "pixels",
    "product_rectangle",
    "rise_in_parts",
    "secants",
    "slices",
    "slope_arrows",
    "slopes_by_angle",
    "slopes_by_class",
    "speed_ratios",
    "tangent_plane",
    "tinted_matrices",
    "use_style",
    "values_along_lines",
    "way_down",
    "wiggles",
]
