"""Archive: a report as one file that outlives its makers: everything to read it, rebuild it and check it."""
