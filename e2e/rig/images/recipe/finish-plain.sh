#!/bin/sh
# Runs in a container: gives the image the repository from which JupyterLab installs without network.
set -eu
mkdir -p /opt/berth-apt
cp /mnt/debs/*.deb /mnt/debs/Packages /opt/berth-apt/
cp /mnt/debs/berth.list /etc/apt/sources.list.d/berth-rig.list
