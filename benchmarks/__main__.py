"""Says which measurements there are and how to run each."""

print(
    """Measurements, each a command:

  python -m benchmarks.sentence 0.25 0.5 1      the whole sentence at these sizes: seconds a stage, memory, growth
  python -m benchmarks.reconcile 101 102        linking on seeds it was not tuned on, beside plain Splink
  python -m benchmarks.reach 0.25 1 --networkx    who reaches what, ways of attack and cuts, beside networkx
  python -m benchmarks.flows 25 50 100          flow records (millions) to dependencies, beside a bare group by
  python -m benchmarks.flow_readers              rows a processor second of each format that tells of flows
  python -m benchmarks.rules 101 102            every rule's precision and recall on these seeds
  python -m benchmarks.site WORKSPACE           loading a run into the site, and its pages with 20 people on it
  python -m benchmarks.site_pictures WORKSPACE  no measurement: the pictures of pages in docs/web
"""
)
