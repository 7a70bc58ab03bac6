#!/bin/sh
# Runs in a container: what the notebooks of the demonstration use, labelled as a simulation.
set -eu
install -m 0644 /mnt/recipe/berth_sim.py /usr/lib/python3/dist-packages/berth_sim.py
# Any uid may be the user: no home of its own, so Jupyter's files need a place that all may write.
mkdir -p /home/berth && chmod 1777 /home/berth
