"""Fresh exercises, each with its answer and with hints in steps."""
