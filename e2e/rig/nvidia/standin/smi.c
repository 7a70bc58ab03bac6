/* nvidia-smi's command line. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "sim.h"

typedef struct {
  const char *gpu_fields, *app_fields, *format, *only;
  long every_ms;
  int list, version, query, xml, help, help_fields, topology;
} Asked;

static int takes(const char *argument, const char *name, const char **value, char **next) {
  size_t length = strlen(name);
  if (strncmp(argument, name, length)) return 0;
  if (argument[length] == '=') return *value = argument + length + 1, 1;
  if (argument[length] == 0 && next[0] && next[0][0] != '-') return *value = next[0], 2;
  return 0;
}

static int read_arguments(int argc, char **argv, Asked *asked) {
  if (argc > 1 && !strcmp(argv[1], "topo")) {
    asked->topology = argc == 3 && (!strcmp(argv[2], "-m") || !strcmp(argv[2], "--matrix"));
    return asked->topology ? 0 : (puts("The stand-in knows \"topo -m\" only."), 255);
  }
  for (int i = 1; i < argc; i++) {
    const char *value = NULL, *it = argv[i];
    int used = 0;
    if ((used = takes(it, "--query-gpu", &asked->gpu_fields, argv + i + 1)) ||
        (used = takes(it, "--query-compute-apps", &asked->app_fields, argv + i + 1)) ||
        (used = takes(it, "--format", &asked->format, argv + i + 1)) || (used = takes(it, "--id", &asked->only, argv + i + 1)) ||
        (used = takes(it, "-i", &asked->only, argv + i + 1))) {
      i += used - 1;
    } else if ((used = takes(it, "-lms", &value, argv + i + 1)) || (used = takes(it, "--loop-ms", &value, argv + i + 1))) {
      asked->every_ms = atol(value), i += used - 1;
    } else if ((used = takes(it, "-l", &value, argv + i + 1)) || (used = takes(it, "--loop", &value, argv + i + 1))) {
      asked->every_ms = 1000 * atol(value), i += used - 1;
    } else if (!strcmp(it, "-l") || !strcmp(it, "--loop")) asked->every_ms = 5000;
    else if (!strcmp(it, "-L") || !strcmp(it, "--list-gpus")) asked->list = 1;
    else if (!strcmp(it, "--version")) asked->version = 1;
    else if (!strcmp(it, "-q") || !strcmp(it, "--query")) asked->query = 1;
    else if (!strcmp(it, "-x") || !strcmp(it, "--xml-format")) asked->xml = 1;
    else if (!strcmp(it, "-h") || !strcmp(it, "--help")) asked->help = 1;
    else if (!strcmp(it, "--help-query-gpu")) asked->help_fields = 1;
    else {
      printf("Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.\n");
      return 2;
    }
  }
  return 0;
}

static int keep_only(Sim *sim, const char *only) {
  int kept = 0;
  for (int g = 0; g < sim->gpu_count; g++) {
    char number[16];
    snprintf(number, sizeof number, "%d", g);
    char *list = strdup(only), *save = NULL;
    for (char *id = strtok_r(list, ",", &save); id; id = strtok_r(NULL, ",", &save))
      if (!strcmp(id, number) || !strcmp(id, sim->gpus[g].uuid) || !strcmp(id, sim->gpus[g].bus)) {
        Gpu gpu = sim->gpus[g];
        if (!value_of(&gpu, "index") && gpu.value_count < MAX_VALUES) /* -i filters, it does not renumber */
          gpu.values[gpu.value_count++] = (Value){"index", strdup(number)};
        sim->gpus[kept++] = gpu;
        break;
      }
    free(list);
  }
  sim->gpu_count = kept;
  if (kept) return 0;
  puts("No devices were found");
  return 6;
}

static int print_version(const Sim *sim) {
  const char *driver = sim->fail_text ? "N/A" : sim->driver, *cuda = sim->fail_text ? "N/A" : sim->cuda;
  char nvml[32];
  snprintf(nvml, sizeof nvml, "%s", sim->driver);
  if (strchr(nvml, '.') && strchr(strchr(nvml, '.') + 1, '.')) *strchr(strchr(nvml, '.') + 1, '.') = 0;
  printf("NVIDIA-SMI version  : %s\nNVML version        : %s\n", sim->driver, nvml);
  if (atoi(sim->driver) >= 610)
    printf("DRIVER version      : Deprecated, see KMD version\nCUDA version        : Deprecated, see CUDA UMD version\n"
           "KMD version         : %s\nCUDA UMD version    : %s\n", driver, cuda);
  else printf("DRIVER version      : %s\nCUDA Version        : %s\n", driver, cuda);
  printf("SIMULATED            : Berth rig, scenario %s (no real GPU)\n", sim->simulated);
  return 0;
}

static int print_help_fields(const Sim *sim) {
  puts("List of valid properties to query for the switch \"--query-gpu\":\n");
  for (int i = 0; i < sim->field_count; i++) {
    printf("\"%s\"", sim->fields[i].name);
    char *aliases = strdup(sim->fields[i].alias), *save = NULL;
    for (char *alias = strtok_r(aliases, " ", &save); alias; alias = strtok_r(NULL, " ", &save)) printf(" or \"%s\"", alias);
    puts("\nSimulated by the Berth rig.\n");
  }
  return 0;
}

static void pause_for(long milliseconds) {
  struct timespec span = {milliseconds / 1000, (milliseconds % 1000) * 1000000L};
  nanosleep(&span, NULL);
}

static int answer(const Asked *asked, const char *live, int first) {
  static Sim sim;
  char file[512];
  snprintf(file, sizeof file, "%s/scenario", live);
  if (load_scenario(&sim, file)) return fprintf(stderr, "berth rig: no scenario at %s\n", file), 255;
  if (asked->help_fields) return print_help_fields(&sim);
  if (asked->version) return print_version(&sim);
  pause_for(sim.delay_ms);
  if (sim.fail_text) return fputs(sim.fail_text, stdout), sim.fail_code;
  sim.in_container = !strncmp(live, IN_CONTAINER, strlen(IN_CONTAINER));
  /* What remains when a container's way to its devices is gone, as after a daemon reload. */
  if (sim.in_container && access("/dev/nvidiactl", F_OK))
    return puts("Failed to initialize NVML: Unknown Error"), 255;
  fetch_charges(&sim, live);
  if (sim.in_container) keep_visible(&sim, IN_CONTAINER "/visible");
  if (!sim.gpu_count) return puts("No devices were found"), 6;
  if (asked->topology) {
    for (int i = 0; i < sim.topo_count; i++) puts(sim.topo[i]);
    return 0;
  }
  int code = asked->only ? keep_only(&sim, asked->only) : 0;
  if (code) return code;
  Csv csv = {asked->format && !strstr(asked->format, "noheader") && first, asked->format && !strstr(asked->format, "nounits")};
  if (asked->gpu_fields) return query_gpus(&sim, asked->gpu_fields, csv);
  if (asked->app_fields) return query_apps(&sim, asked->app_fields, csv, !sim.in_container);
  if (asked->list) return print_list(&sim);
  if (asked->query) return asked->xml ? print_xml(&sim) : print_tree(&sim), 0;
  int lost = 0;
  for (int g = 0; g < sim.gpu_count; g++)
    if (sim.gpus[g].lost) puts(sim.gpus[g].lost), lost = 15;
  return lost ? lost : (print_table(&sim), 0);
}

/* A round of a loop in a process of its own: what it reads goes with it, so hours of sampling hold no memory. */
static int answer_apart(const Asked *asked, const char *live, int first) {
  pid_t child = fork();
  if (child < 0) return 255;
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int code = answer(asked, live, first);
    fflush(stdout);
    _exit(ferror(stdout) ? 254 : code); /* the reader has gone: so does the loop */
  }
  int status;
  while (waitpid(child, &status, 0) < 0) continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 254;
}

int smi(int argc, char **argv) {
  Asked asked = {0};
  int code = read_arguments(argc, argv, &asked);
  if (code) return code;
  if (asked.help) return puts("NVIDIA System Management Interface, SIMULATED by the Berth rig (no real GPU)"), 0;
  if ((asked.gpu_fields || asked.app_fields) && (!asked.format || strncmp(asked.format, "csv", 3)))
    return puts("\"--format=\" switch is missing. It is required when using \"--query-*\" switches."), 2;
  char *live = live_folder();
  if (!live) return fputs("berth rig: this stand-in nvidia-smi belongs to no rig\n", stderr), 255;
  if (asked.every_ms <= 0) return answer(&asked, live, 1);
  for (int first = 1;; first = 0) {
    code = answer_apart(&asked, live, first);
    if (code != 0 && code != 15) return code;
    pause_for(asked.every_ms);
  }
}
