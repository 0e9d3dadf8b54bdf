"""Where the figures of docs/ come from: each benchmark beside what a person would pick instead, in the same run.

At the front stand the benchmarks; `python -m bench` runs them, and `bench.__main__` says which. What they stand on lies
in `corpora`, `worlds` and `figures`; `learning` writes what the models ship.
"""
