"""HTTP and Socket Mode runners, and what stands in front of Bolt."""
