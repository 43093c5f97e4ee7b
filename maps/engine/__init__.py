"""How a run gets its work done: on this machine or on a cluster, and what a run of any size writes."""
