"""What each kind of picture shows: knowledge in, a description of the drawing out."""
