"""What `rolecall bench` measures, and what it measures it on."""
