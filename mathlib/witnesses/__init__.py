"""What a derivative is checked by, without the engine: measurement, SymPy, and agreement."""
