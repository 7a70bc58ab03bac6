/* nvidia-container-runtime-hook, as dockerd runs it before a container with a GPU request starts: it reads the state on
 * stdin and NVIDIA_VISIBLE_DEVICES from the bundle, enters the container's mount namespace (not yet pivoted, so host
 * paths are still there) and puts nvidia-smi, device nodes and the list of visible cards into its root. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "sim.h"

static int refuse(const char *reason) {
  fprintf(stderr, "Auto-detected mode as 'legacy'\nnvidia-container-cli: %s\n", reason);
  return 1;
}

/* The string after `"key":"`, from `text` on. Paths and device lists hold no escapes. */
static char *string_after(const char *text, const char *key) {
  char wanted[64];
  snprintf(wanted, sizeof wanted, "\"%s\":\"", key);
  const char *start = text ? strstr(text, wanted) : NULL;
  if (!start) return NULL;
  start += strlen(wanted);
  return strndup(start, strcspn(start, "\""));
}

static char *wanted_devices(const char *config) {
  const char *env = strstr(config, "\"env\":["), *name = "\"NVIDIA_VISIBLE_DEVICES=";
  char *found = NULL;
  for (const char *at = env; at && (at = strstr(at, name)); at++) { /* the last one counts: the engine appends */
    at += strlen(name);
    found = strndup(at, strcspn(at, "\""));
  }
  return found;
}

static int add_card(const Gpu *gpu, FILE *out) {
  if (gpu->lost) return -1;
  if (!gpu->mig_count) return fprintf(out, "%s\n", gpu->uuid), 0;
  for (int m = 0; m < gpu->mig_count; m++) fprintf(out, "%s\n", gpu->migs[m].uuid);
  return 0;
}

static int add_named(const Sim *sim, const char *id, FILE *out) {
  char *end;
  long index = strtol(id, &end, 10);
  if (end != id && !*end) return index >= 0 && index < sim->gpu_count ? add_card(&sim->gpus[index], out) : -1;
  if (end != id && *end == ':') {
    int mig = atoi(end + 1);
    if (index < 0 || index >= sim->gpu_count || mig < 0 || mig >= sim->gpus[index].mig_count) return -1;
    return fprintf(out, "%s\n", sim->gpus[index].migs[mig].uuid), 0;
  }
  for (int g = 0; g < sim->gpu_count; g++) {
    if (!strcmp(sim->gpus[g].uuid, id)) return add_card(&sim->gpus[g], out);
    for (int m = 0; m < sim->gpus[g].mig_count; m++)
      if (!strcmp(sim->gpus[g].migs[m].uuid, id)) return fprintf(out, "%s\n", id), 0;
  }
  return -1;
}

static void make_folders(char *path, size_t keep) {
  for (char *at = path + keep; (at = strchr(at + 1, '/'));) {
    *at = 0;
    mkdir(path, 0755);
    *at = '/';
  }
}

static int bind_read_only(const char *from, const char *to) {
  if (mount(from, to, NULL, MS_BIND, NULL)) return -1;
  return mount(NULL, to, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL);
}

static int place_files(const char *root, const char *program, const char *live, const char *visible) {
  char path[4200];
  size_t keep = strlen(root);
  snprintf(path, sizeof path, "%s/usr/bin/nvidia-smi", root);
  make_folders(path, keep);
  int handle = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0755); /* stays behind empty, as with the real toolkit */
  if (handle < 0) return -1;
  close(handle);
  if (bind_read_only(program, path)) return -1;
  /* On a tmpfs, so that an image committed from the container carries no cards. */
  snprintf(path, sizeof path, "%s" IN_CONTAINER "/", root);
  make_folders(path, keep);
  if (mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=64k")) return -1;
  snprintf(path, sizeof path, "%s" IN_CONTAINER "/visible", root);
  FILE *file = fopen(path, "w");
  if (!file || fprintf(file, "%s\n%s", live, visible) < 0 || fclose(file)) return -1;
  snprintf(path, sizeof path, "%s" IN_CONTAINER "/live", root);
  if (mkdir(path, 0755) || bind_read_only(live, path)) return -1;
  snprintf(path, sizeof path, "%s" IN_CONTAINER, root);
  return mount(NULL, path, NULL, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL);
}

static void add_node(const char *root, const char *name, int major_number, int minor_number) {
  char path[4200];
  snprintf(path, sizeof path, "%s/dev/%s", root, name);
  if (!mknod(path, S_IFCHR | 0666, makedev(major_number, minor_number))) chmod(path, 0666);
}

static void add_nodes(const Sim *sim, const char *root, const char *visible) {
  for (int g = 0; g < sim->gpu_count; g++) {
    int seen = strstr(visible, sim->gpus[g].uuid) != NULL;
    for (int m = 0; m < sim->gpus[g].mig_count; m++) seen |= strstr(visible, sim->gpus[g].migs[m].uuid) != NULL;
    char name[16];
    snprintf(name, sizeof name, "nvidia%d", g);
    if (seen) add_node(root, name, 195, g);
  }
  add_node(root, "nvidiactl", 195, 255);
  add_node(root, "nvidia-uvm", 511, 0);
}

static int enter(int pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/ns/mnt", pid);
  int handle = open(path, O_RDONLY | O_CLOEXEC);
  return handle < 0 ? -1 : setns(handle, CLONE_NEWNS);
}

int hook(int argc, char **argv) {
  if (argc < 2 || strcmp(argv[argc - 1], "prestart")) return 0;
  static Sim sim;
  char *state = read_whole("/dev/stdin"), path[4200], reason[512];
  char *bundle = string_after(state, "bundle"), *number = state ? strstr(state, "\"pid\":") : NULL;
  if (!bundle || !number) return refuse("input error: no container state on stdin");
  snprintf(path, sizeof path, "%s/config.json", bundle);
  char *config = read_whole(path), *devices = config ? wanted_devices(config) : NULL;
  if (!devices || !*devices || !strcmp(devices, "void")) return 0;
  char *root = string_after(strstr(config, "\"root\":{"), "path");
  char *note = own_file("../live-folder"), *rest = note ? read_whole(note) : NULL, *live = rest ? line_of(&rest) : NULL;
  if (!root || !live) return refuse("input error: no container root, or no rig beside this hook");
  snprintf(path, sizeof path, "%s/scenario", live);
  if (load_scenario(&sim, path)) return refuse("initialization error: the rig has no scenario");
  if (sim.hook_text) return refuse(sim.hook_text);

  char *visible = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&visible, &size);
  char *all = strdup(devices), *save = NULL;
  for (char *id = strtok_r(all, ",", &save); id; id = strtok_r(NULL, ",", &save)) {
    if (!strcmp(id, "none")) continue;
    if (!strcmp(id, "all")) {
      for (int g = 0; g < sim.gpu_count; g++) add_card(&sim.gpus[g], out);
    } else if (add_named(&sim, id, out)) {
      snprintf(reason, sizeof reason, "device error: %s: unknown device", id);
      return refuse(reason);
    }
  }
  fclose(out);
  char absolute[4200], *program = strdup(own_file("../standin/nvidia-smi"));
  if (*root == '/') snprintf(absolute, sizeof absolute, "%s", root);
  else snprintf(absolute, sizeof absolute, "%s/%s", bundle, root);
  if (enter(atoi(number + 6)) || place_files(absolute, program, live, visible)) {
    snprintf(reason, sizeof reason, "mount error: %s", strerror(errno));
    return refuse(reason);
  }
  add_nodes(&sim, absolute, visible);
  return 0;
}
