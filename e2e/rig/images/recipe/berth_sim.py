"""Simulated GPU memory on a Berth rig. No real GPU is involved, and nothing is computed."""

import os

_FOLDER = "/tmp/.berth-sim-vram"


def hold(mib, gpu=None):
    """Charge this process with `mib` MiB on the card with index `gpu` as this process sees it (default: every
    visible card). 0 lets go; the rig's nvidia-smi shows it at once, and forgets it when the process ends."""
    os.makedirs(_FOLDER, mode=0o1777, exist_ok=True)
    path = f"{_FOLDER}/{os.getpid()}"
    with open(path + ".draft", "w") as draft:
        draft.write(f"{int(mib)} {'' if gpu is None else int(gpu)}\n")
    os.replace(path + ".draft", path)
    print(f"SIMULATED: this process now holds {int(mib)} MiB")
