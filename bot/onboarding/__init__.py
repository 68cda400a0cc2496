"""How somebody new is led into their role: plans, dates and states, without Slack and without I/O."""
