"""The book's figures: functions that draw on the axes they are given.

Conventions
-----------
A figure shows mathematics that the chapter has already derived: slopes,
gradients and errors are passed in, so no figure can quietly compute the lesson.
Each colour is paired with a second sign (a label, a dash, a marker), so that no
figure needs colour to be read.
"""

from mathlib.figures.chains import (
    both_ways,
    slopes_by_depth,
    stretched_steps,
)
from mathlib.figures.checks import (
    dot_table,
    look_alikes,
    losses_by_step,
)
from mathlib.figures.curves import (
    break_above_slopes,
    error_curves,
    function_above_slope,
    product_rectangle,
    secants,
)
from mathlib.figures.errata import (
    broadcast,
    chain_of_parts,
    rise_in_parts,
)
from mathlib.figures.expansion import (
    expansion,
    losses_with_minima,
    outputs_by_number,
)
from mathlib.figures.layers import (
    batch_blocks,
    pixels,
    slopes_by_class,
)
from mathlib.figures.losses import (
    errors_at_the_hinge,
    loss_above_slope,
    matrix_chain,
)
from mathlib.figures.matrices import (
    derivative_shapes,
    filled_entries,
    layouts,
    local_linear_map,
    tinted_matrices,
    wiggles,
)
from mathlib.figures.moving import (
    interactive,
)
from mathlib.figures.neurons import (
    compare_slopes,
    neuron_map,
    supporting_lines,
)
from mathlib.figures.paths import (
    paths_apart,
    strip_and_square,
)
from mathlib.figures.products import (
    chain_shapes,
    from_either_side,
    row_times_column,
)
from mathlib.figures.stills import (
    data_flow,
    fold,
    way_down,
)
from mathlib.figures.style import (
    use_style,
)
from mathlib.figures.sums import (
    totals,
)
from mathlib.figures.surfaces import (
    compass,
    slices,
    slope_arrows,
    slopes_by_angle,
    tangent_plane,
    values_along_lines,
)
from mathlib.figures.timings import (
    growth,
    speed_ratios,
)
from mathlib.figures.training import (
    lines_through_points,
    valleys,
    ways_down,
)

__all__ = [
    "batch_blocks",
    "both_ways",
    "break_above_slopes",
    "broadcast",
    "chain_of_parts",
    "chain_shapes",
    "compare_slopes",
    "compass",
    "data_flow",
    "derivative_shapes",
    "dot_table",
    "error_curves",
    "errors_at_the_hinge",
    "expansion",
    "filled_entries",
    "fold",
    "from_either_side",
    "function_above_slope",
    "growth",
    "interactive",
    "layouts",
    "lines_through_points",
    "local_linear_map",
    "look_alikes",
    "loss_above_slope",
    "losses_by_step",
    "losses_with_minima",
    "matrix_chain",
    "neuron_map",
    "outputs_by_number",
    "paths_apart",
    "pixels",
    "product_rectangle",
    "rise_in_parts",
    "row_times_column",
    "secants",
    "slices",
    "slope_arrows",
    "slopes_by_angle",
    "slopes_by_class",
    "slopes_by_depth",
    "speed_ratios",
    "stretched_steps",
    "strip_and_square",
    "supporting_lines",
    "tangent_plane",
    "tinted_matrices",
    "totals",
    "use_style",
    "valleys",
    "values_along_lines",
    "way_down",
    "ways_down",
    "wiggles",
]
