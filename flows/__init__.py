"""When and where the steps run: the only Prefect code."""
