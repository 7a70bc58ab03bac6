#!/bin/sh
# Runs in a container: a layer that does not compress, so that a pull over loopback takes long enough to be seen.
set -eu
mkdir -p /opt/berth-ballast
head -c "$1" /dev/urandom > "/opt/berth-ballast/$1.bin"
echo 'SIMULATED: ballast for watching a pull; stands for nothing.' > /opt/berth-ballast/README
