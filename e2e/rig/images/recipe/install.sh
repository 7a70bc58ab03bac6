#!/bin/sh
# Runs in a container: installs packages from the collected repository mounted at /mnt/debs.
set -eu
# An image layer is thrown away when its build fails: syncing every file to disk would be most of the time.
echo force-unsafe-io > /etc/dpkg/dpkg.cfg.d/berth-rig-io
export DEBIAN_FRONTEND=noninteractive
echo 'deb [trusted=yes] file:/mnt/debs ./' > /etc/apt/sources.list.d/rig-build.list
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$@" >/dev/null
rm -rf /etc/apt/sources.list.d/rig-build.list /var/lib/apt/lists/* /var/cache/apt/* /var/log/*.log /var/log/apt
