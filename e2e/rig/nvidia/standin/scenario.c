/* Reads the scenario: lines of tab-separated columns, checked and written by nvidia/render.ts. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "sim.h"

char *read_whole(const char *file) {
  FILE *stream = fopen(file, "r");
  if (!stream) return NULL;
  size_t size = 0, room = 65536;
  char *text = malloc(room);
  for (size_t got; (got = fread(text + size, 1, room - size - 1, stream)) > 0;) {
    size += got;
    if (room - size < 2) text = realloc(text, room *= 2);
  }
  fclose(stream);
  text[size] = 0;
  return text;
}

char *line_of(char **rest) {
  if (!*rest || !**rest) return NULL;
  char *line = *rest, *end = strchr(line, '\n');
  if (end) *end = 0;
  *rest = end ? end + 1 : NULL;
  return line;
}

char *column(char **rest) {
  if (!*rest) return "";
  char *start = *rest, *end = strchr(start, '\t');
  if (end) *end = 0;
  *rest = end ? end + 1 : NULL;
  return start;
}

static char *unescaped(char *text) {
  char *to = text;
  for (char *from = text; *from; from++) {
    if (*from == '\\' && from[1] == 'n') *to++ = '\n', from++;
    else *to++ = *from;
  }
  *to = 0;
  return text;
}

const char *value_of(const Gpu *gpu, const char *name) {
  for (int i = 0; i < gpu->value_count; i++)
    if (!strcmp(gpu->values[i].name, name)) return gpu->values[i].text;
  return NULL;
}

static void read_gpu_line(Sim *sim, Gpu *gpu, const char *key, char *rest) {
  if (!strcmp(key, "v") && gpu->value_count < MAX_VALUES) {
    Value *value = &gpu->values[gpu->value_count++];
    value->name = column(&rest), value->text = column(&rest);
  } else if (!strcmp(key, "memory")) {
    gpu->total_mib = atoi(column(&rest)), gpu->reserved_mib = atoi(column(&rest)), gpu->base_mib = atoi(column(&rest));
  } else if (!strcmp(key, "load")) {
    gpu->idle_percent = atoi(column(&rest)), gpu->busy_percent = atoi(column(&rest));
    gpu->idle_watts = atof(column(&rest)), gpu->busy_watts = atof(column(&rest));
    gpu->idle_celsius = atoi(column(&rest)), gpu->busy_celsius = atoi(column(&rest));
  } else if (!strcmp(key, "lost")) {
    gpu->lost = column(&rest);
  } else if (!strcmp(key, "mig") && gpu->mig_count < MAX_MIGS) {
    Mig *mig = &gpu->migs[gpu->mig_count++];
    mig->profile = column(&rest), mig->uuid = column(&rest);
    mig->gi = atoi(column(&rest)), mig->ci = atoi(column(&rest));
    mig->total_mib = atoi(column(&rest)), mig->base_mib = atoi(column(&rest)), mig->sm = atoi(column(&rest));
    mig->engines = column(&rest), mig->bar1 = column(&rest);
  } else if (!strcmp(key, "process") && sim->charge_count < MAX_CHARGES) {
    Charge *charge = &sim->charges[sim->charge_count++];
    charge->uuid = column(&rest), charge->pid = atoi(column(&rest)), charge->type = *column(&rest);
    charge->mib = atoi(column(&rest)), charge->name = column(&rest);
  }
}

int load_scenario(Sim *sim, const char *file) {
  memset(sim, 0, sizeof *sim);
  char *rest = read_whole(file);
  if (!rest) return -1;
  Gpu *gpu = NULL;
  for (char *line; (line = line_of(&rest));) {
    char *cells = line, *key = column(&cells);
    if (!strcmp(key, "simulated")) sim->simulated = column(&cells);
    else if (!strcmp(key, "driver")) sim->driver = column(&cells), sim->cuda = column(&cells);
    else if (!strcmp(key, "fail")) sim->fail_code = atoi(column(&cells)), sim->fail_text = unescaped(column(&cells));
    else if (!strcmp(key, "hook")) sim->hook_text = column(&cells);
    else if (!strcmp(key, "delay")) sim->delay_ms = atoi(column(&cells));
    else if (!strcmp(key, "calm")) sim->calm = 1;
    else if (!strcmp(key, "topo") && sim->topo_count < MAX_TOPO) sim->topo[sim->topo_count++] = cells ? cells : "";
    else if (!strcmp(key, "field") && sim->field_count < MAX_FIELDS) {
      Field *field = &sim->fields[sim->field_count++];
      field->name = column(&cells), field->unit = column(&cells), field->alias = column(&cells);
    } else if (!strcmp(key, "gpu") && sim->gpu_count < MAX_GPUS) {
      gpu = &sim->gpus[sim->gpu_count];
      gpu->index = sim->gpu_count++;
      gpu->uuid = column(&cells), gpu->name = column(&cells), gpu->bus = column(&cells);
    } else if (gpu) read_gpu_line(sim, gpu, key, cells);
  }
  return sim->simulated && sim->driver ? 0 : -1;
}

char *own_file(const char *relative) {
  static char path[PATH_MAX + 64];
  ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
  if (length <= 0) return NULL;
  path[length] = 0;
  char *slash = strrchr(path, '/');
  if (!slash) return NULL;
  snprintf(slash + 1, 64, "%s", relative);
  return path;
}

/* Where scenario and meter are: in a container where the hook put them; on the host where the environment or the
 * note beside this program says. */
char *live_folder(void) {
  if (access(IN_CONTAINER "/visible", R_OK) == 0) return strdup(IN_CONTAINER "/live");
  char *file = getenv("BERTH_RIG_SCENARIO_FILE");
  if (file && strrchr(file, '/')) {
    char *folder = strdup(file);
    *strrchr(folder, '/') = 0;
    return folder;
  }
  char *note = own_file("../live-folder");
  char *rest = note ? read_whole(note) : NULL;
  return rest ? line_of(&rest) : NULL;
}
