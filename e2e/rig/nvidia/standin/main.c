/* One program, three names: nvidia-smi, nvidia-container-runtime-hook and berth-rig-meter. */
#include <string.h>
#include "sim.h"

int main(int argc, char **argv) {
  const char *slash = strrchr(argv[0], '/');
  const char *name = slash ? slash + 1 : argv[0];
  if (!strcmp(name, "berth-rig-meter")) return argc == 2 ? serve_charges(argv[1]) : 2;
  if (!strcmp(name, "nvidia-container-runtime-hook")) return hook(argc, argv);
  return smi(argc, argv);
}
