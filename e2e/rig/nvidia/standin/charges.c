/* Who holds how much simulated memory: found by looking at every process of the host. A container cannot see those,
 * so a meter on the host answers over a socket, only when asked: nothing runs while nobody looks. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include "sim.h"

static size_t slurp(const char *file, char *into, size_t room) {
  int handle = open(file, O_RDONLY | O_CLOEXEC);
  if (handle < 0) return 0;
  size_t size = 0;
  for (ssize_t got; size < room - 1 && (got = read(handle, into + size, room - 1 - size)) > 0;) size += got;
  close(handle);
  into[size] = 0;
  return size;
}

static const char *variable(const char *environ_text, size_t size, const char *name) {
  size_t length = strlen(name);
  for (const char *at = environ_text; at < environ_text + size; at += strlen(at) + 1)
    if (!strncmp(at, name, length) && at[length] == '=') return at + length + 1;
  return NULL;
}

/* Seconds since the epoch at which the process started, so that a note left by an earlier owner of the pid is not
 * taken for its own. */
static time_t started(int pid) {
  static time_t boot;
  char path[64], text[2048];
  if (!boot) {
    struct timespec up;
    clock_gettime(CLOCK_BOOTTIME, &up);
    boot = time(NULL) - up.tv_sec;
  }
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  if (!slurp(path, text, sizeof text)) return 0;
  char *at = strrchr(text, ')');
  for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
  return at ? boot + (time_t)(strtoull(at, NULL, 10) / sysconf(_SC_CLK_TCK)) : 0;
}

static int innermost_pid(int pid) {
  char path[64], text[4096];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  slurp(path, text, sizeof text);
  char *line = strstr(text, "\nNSpid:");
  if (!line) return pid;
  char *end = strchr(line + 1, '\n');
  if (end) *end = 0;
  char *last = strrchr(line, '\t');
  return last ? atoi(last) : pid;
}

/* "MIB [GPU]" that the process itself wrote (berth_sim.hold); 0 if it wrote none. */
static int written_note(int pid, int *mib, int *card) {
  char path[128], text[64];
  struct stat info;
  snprintf(path, sizeof path, "/proc/%d/root/tmp/.berth-sim-vram/%d", pid, innermost_pid(pid));
  if (stat(path, &info) || info.st_mtime + 2 < started(pid) || !slurp(path, text, sizeof text)) return 0;
  return sscanf(text, "%d %d", mib, card) >= 1;
}

static int listed(const char *list, const char *uuid, int index) {
  if (!list || !strcmp(list, "all")) return 1;
  char *copy = strdup(list), *rest = copy;
  int found = 0;
  for (char *item; (item = strsep(&rest, ","));) {
    char *end;
    long number = strtol(item, &end, 10);
    if (!strcmp(item, uuid) || (*item && !*end && number == index)) found = 1;
  }
  free(copy);
  return found;
}

/* The cards that a process of the host or of one of this rig's containers sees, in its own order. */
static int cards_of(const Sim *sim, int pid, const char *live, const char *env, size_t size, char **uuids) {
  static char visible[4096];
  char path[96], theirs[64] = "", ours[64] = "";
  int count = 0;
  snprintf(path, sizeof path, "/proc/%d/root" IN_CONTAINER "/visible", pid);
  if (slurp(path, visible, sizeof visible)) {
    char *rest = visible, *owner = line_of(&rest);
    if (!owner || strcmp(owner, live)) return 0; /* another rig's container */
    for (char *line; (line = line_of(&rest)) && count < MAX_GPUS * MAX_MIGS;) uuids[count++] = line;
    return count;
  }
  snprintf(path, sizeof path, "/proc/%d/ns/mnt", pid);
  if (readlink(path, theirs, 63) < 0 || readlink("/proc/self/ns/mnt", ours, 63) < 0 || strcmp(theirs, ours)) return 0;
  const char *file = variable(env, size, "BERTH_RIG_SCENARIO_FILE");
  if (file && (strncmp(file, live, strlen(live)) || file[strlen(live)] != '/')) return 0; /* another rig's */
  const char *wanted = variable(env, size, "NVIDIA_VISIBLE_DEVICES");
  if (!wanted) wanted = variable(env, size, "CUDA_VISIBLE_DEVICES");
  for (int i = 0; i < sim->gpu_count; i++)
    if (listed(wanted, sim->gpus[i].uuid, i)) uuids[count++] = sim->gpus[i].uuid;
  return count;
}

/* An nvidia-smi started in a charged container inherits the variable, and must not count itself. */
static int is_stand_in(int pid) {
  char path[64], text[32];
  snprintf(path, sizeof path, "/proc/%d/comm", pid);
  return slurp(path, text, sizeof text) && !strcmp(text, "nvidia-smi\n");
}

static char *first_word(int pid) {
  char path[64], text[512];
  snprintf(path, sizeof path, "/proc/%d/cmdline", pid);
  return strdup(slurp(path, text, sizeof text) ? text : "[Not Found]");
}

void scan_charges(Sim *sim, const char *live) {
  static char env[262144];
  DIR *folder = opendir("/proc");
  if (!folder) return;
  for (struct dirent *entry; (entry = readdir(folder));) {
    int pid = atoi(entry->d_name);
    if (pid <= 0) continue;
    char path[64], *uuids[MAX_GPUS * MAX_MIGS];
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    size_t size = slurp(path, env, sizeof env);
    if (!size) continue;
    int mib = 0, card = -1;
    const char *asked = variable(env, size, "BERTH_SIM_VRAM_MIB"), *which = variable(env, size, "BERTH_SIM_GPU");
    if (asked) mib = atoi(asked);
    if (which && *which) card = atoi(which);
    if (!written_note(pid, &mib, &card) && !asked) continue;
    if (mib <= 0 || is_stand_in(pid)) continue;
    int count = cards_of(sim, pid, live, env, size, uuids);
    for (int i = 0; i < count && sim->charge_count < MAX_CHARGES; i++) {
      if (card >= 0 && card != i) continue;
      sim->charges[sim->charge_count++] = (Charge){pid, mib, 'C', strdup(uuids[i]), first_word(pid)};
    }
  }
  closedir(folder);
}

static struct sockaddr_un address_of(const char *live) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s/meter.sock", live);
  return address;
}

int serve_charges(const char *live) {
  struct sockaddr_un address = address_of(live);
  char scenario[256];
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  snprintf(scenario, sizeof scenario, "%s/scenario", live);
  unlink(address.sun_path);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 64)) return perror("meter"), 1;
  chmod(address.sun_path, 0666); /* any user of a container may look, as with the real device files */
  signal(SIGPIPE, SIG_IGN);
  signal(SIGCHLD, SIG_IGN);
  for (;;) {
    int caller = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (caller < 0) continue;
    if (fork() == 0) { /* a child's memory goes with it, so the parsing above need not free anything */
      static Sim sim;
      FILE *out = fdopen(caller, "w");
      alarm(5);
      if (out && !load_scenario(&sim, scenario)) {
        int fixed = sim.charge_count;
        scan_charges(&sim, live);
        for (int i = fixed; i < sim.charge_count; i++)
          fprintf(out, "%d\t%d\t%s\t%s\n", sim.charges[i].pid, sim.charges[i].mib, sim.charges[i].uuid, sim.charges[i].name);
        fflush(out);
      }
      _exit(0);
    }
    close(caller);
  }
}

void fetch_charges(Sim *sim, const char *live) {
  struct sockaddr_un address = address_of(live);
  int handle = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0 || connect(handle, (struct sockaddr *)&address, sizeof address)) {
    if (handle >= 0) close(handle);
    if (!sim->in_container) scan_charges(sim, live);
    return;
  }
  FILE *in = fdopen(handle, "r");
  char line[1024];
  while (fgets(line, sizeof line, in) && sim->charge_count < MAX_CHARGES) {
    line[strcspn(line, "\n")] = 0;
    char *rest = strdup(line);
    int pid = atoi(column(&rest)), mib = atoi(column(&rest));
    char *uuid = column(&rest);
    sim->charges[sim->charge_count++] = (Charge){pid, mib, 'C', uuid, column(&rest)};
  }
  fclose(in);
}

/* A container sees its own cards only, in the order of the host; of a MIG card only its own devices. */
void keep_visible(Sim *sim, const char *visible_file) {
  char *text = read_whole(visible_file), *rest = text, *uuids[MAX_GPUS * MAX_MIGS];
  int count = 0, kept = 0;
  if (text) line_of(&rest); /* whose container it is */
  for (char *line; text && (line = line_of(&rest)) && count < MAX_GPUS * MAX_MIGS;) uuids[count++] = line;
  for (int i = 0; i < sim->gpu_count; i++) {
    Gpu gpu = sim->gpus[i];
    int migs = 0, whole = 0;
    for (int u = 0; u < count; u++) whole |= !strcmp(uuids[u], gpu.uuid);
    for (int m = 0; m < gpu.mig_count; m++)
      for (int u = 0; u < count; u++)
        if (!strcmp(uuids[u], gpu.migs[m].uuid)) { gpu.migs[migs++] = gpu.migs[m]; break; }
    gpu.mig_count = migs;
    if (whole || migs) sim->gpus[kept++] = gpu;
  }
  sim->gpu_count = kept;
}
