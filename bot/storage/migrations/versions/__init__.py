"""One step a module; steps that were released never change."""
