/* --query-gpu and --query-compute-apps: comma and blank between cells, nothing quoted, unknown fields refused. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include "sim.h"

static const Field *field_named(const Field *fields, int count, const char *name) {
  for (int i = 0; i < count; i++) {
    if (!strcmp(fields[i].name, name)) return &fields[i];
    const char *alias = fields[i].alias;
    size_t length = strlen(name);
    while (alias && *alias) {
      size_t end = strcspn(alias, " ");
      if (end == length && !strncmp(alias, name, length)) return &fields[i];
      alias += end + (alias[end] != 0);
    }
  }
  return NULL;
}

static int chosen_fields(const Field *known, int known_count, const char *list, const Field **chosen) {
  char *rest = strdup(list);
  int count = 0;
  for (char *name; (name = strsep(&rest, ",")) && count < MAX_FIELDS;) {
    while (*name == ' ') name++;
    const Field *field = field_named(known, known_count, name);
    if (!field) {
      printf("Field \"%s\" is not a valid field to query.\n\n", name);
      return -1;
    }
    chosen[count++] = field;
  }
  return count;
}

static void header_of(const Field **chosen, int count) {
  for (int i = 0; i < count; i++)
    printf(*chosen[i]->unit ? "%s%s [%s]" : "%s%s", i ? ", " : "", chosen[i]->name, chosen[i]->unit);
  putchar('\n');
}

/* A unit belongs to a number only: [N/A] stands alone. */
static void cell(const char *text, const char *unit, int first, int units) {
  int number = (*text >= '0' && *text <= '9') || (*text == '-' && text[1]);
  printf("%s%s", first ? "" : ", ", text);
  if (units && *unit && number) printf(" %s", unit);
}

int query_gpus(const Sim *sim, const char *fields, Csv csv) {
  const Field *chosen[MAX_FIELDS];
  int count = chosen_fields(sim->fields, sim->field_count, fields, chosen), lost = 0;
  if (count < 0) return 2;
  if (csv.header) header_of(chosen, count);
  for (int g = 0; g < sim->gpu_count; g++) {
    const Gpu *gpu = &sim->gpus[g];
    if (gpu->lost) {
      puts(gpu->lost);
      lost = 1;
      continue;
    }
    for (int i = 0; i < count; i++) cell(field_text(sim, gpu, g, chosen[i]->name), chosen[i]->unit, i == 0, csv.units);
    putchar('\n');
  }
  return lost ? 15 : 0;
}

static const Field app_fields[] = {
    {"timestamp", "", ""}, {"gpu_name", "", ""},   {"gpu_bus_id", "", ""},       {"gpu_serial", "", ""},
    {"gpu_uuid", "", ""},  {"pid", "", ""},        {"process_name", "", "name"}, {"used_gpu_memory", "MiB", "used_memory"}};

int query_apps(const Sim *sim, const char *fields, Csv csv, int rows) {
  const Field *chosen[MAX_FIELDS];
  int count = chosen_fields(app_fields, sizeof app_fields / sizeof *app_fields, fields, chosen);
  if (count < 0) return 2;
  if (csv.header) header_of(chosen, count);
  for (int g = 0; rows && g < sim->gpu_count; g++)
    for (int c = 0; c < sim->charge_count; c++) {
      const Gpu *gpu = &sim->gpus[g];
      const Charge *charge = &sim->charges[c];
      if (charge->type != 'C' || gpu->lost || !parent_holds(gpu, charge->uuid)) continue;
      for (int i = 0; i < count; i++) {
        char number[16];
        const char *name = chosen[i]->name, *text = number;
        if (!strcmp(name, "pid")) snprintf(number, sizeof number, "%d", charge->pid);
        else if (!strcmp(name, "used_gpu_memory")) snprintf(number, sizeof number, "%d", charge->mib);
        else if (!strcmp(name, "process_name")) text = charge->name;
        else text = field_text(sim, gpu, g, !strcmp(name, "gpu_bus_id") ? "pci.bus_id" : !strcmp(name, "timestamp") ? name : name + 4);
        cell(text, chosen[i]->unit, i == 0, csv.units);
      }
      putchar('\n');
    }
  return 0;
}
