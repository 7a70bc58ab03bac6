#!/bin/sh
# Runs in a container: gives the image the repository from which JupyterLab installs without network.
set -eu
mkdir -p /opt/berth-apt
cp /mnt/debs/*.deb /mnt/debs/Packages /opt/berth-apt/
cp /mnt/debs/berth.list /etc/apt/sources.list.d/berth-rig.list
# Compiling every module at install takes most of its time, and tests wait for it: Python compiles as it goes instead.
# apt hands dpkg a PATH of its own, without /usr/local.
echo 'DPkg::Path "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";' > /etc/apt/apt.conf.d/91berth-rig
printf '#!/bin/sh\nexit 0\n' > /usr/local/bin/py3compile
chmod 0755 /usr/local/bin/py3compile
