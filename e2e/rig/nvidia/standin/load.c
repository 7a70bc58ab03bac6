/* How loaded a card looks: memory is what its processes hold; the rest follows from that and from the time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "sim.h"

int parent_holds(const Gpu *gpu, const char *uuid) {
  if (!strcmp(gpu->uuid, uuid)) return 1;
  for (int m = 0; m < gpu->mig_count; m++)
    if (!strcmp(gpu->migs[m].uuid, uuid)) return 1;
  return 0;
}

int mig_used(const Sim *sim, const Mig *mig) {
  int used = mig->base_mib;
  for (int i = 0; i < sim->charge_count; i++)
    if (!strcmp(sim->charges[i].uuid, mig->uuid)) used += sim->charges[i].mib;
  return used > mig->total_mib ? mig->total_mib : used;
}

Load load_of(const Sim *sim, const Gpu *gpu) {
  Load load = {.used_mib = gpu->base_mib};
  for (int i = 0; i < sim->charge_count; i++) {
    const Charge *charge = &sim->charges[i];
    if (!parent_holds(gpu, charge->uuid)) continue;
    load.used_mib += charge->mib;
    load.busy |= charge->type == 'C';
  }
  for (int m = 0; m < gpu->mig_count; m++) load.used_mib += gpu->migs[m].base_mib;
  int room = gpu->total_mib - gpu->reserved_mib;
  if (load.used_mib > room) load.used_mib = room;
  load.free_mib = room - load.used_mib;
  load.percent = load.busy ? gpu->busy_percent : gpu->idle_percent;
  if (load.busy && !sim->calm) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    double t = (double)(now.tv_sec % 86400) + now.tv_nsec / 1e9;
    load.percent += (int)lround(7 * sin(t / 3.1 + gpu->index) + 4 * sin(t / 1.3 + 2 * gpu->index));
  }
  if (load.percent > 100) load.percent = 100;
  if (load.percent < 0) load.percent = 0;
  load.memory_percent = load.percent * 63 / 100;
  double share = gpu->busy_percent > 0 ? (double)load.percent / gpu->busy_percent : 0;
  load.watts_x100 = (int)lround(100 * (gpu->idle_watts + share * (gpu->busy_watts - gpu->idle_watts)));
  load.celsius = (int)lround(gpu->idle_celsius + share * (gpu->busy_celsius - gpu->idle_celsius));
  return load;
}

static char *printed(const char *format, double number) {
  char *text = malloc(32);
  snprintf(text, 32, format, number);
  return text;
}

static char *now_text(void) {
  struct timespec now;
  struct tm local;
  char *text = malloc(40), seconds[32];
  clock_gettime(CLOCK_REALTIME, &now);
  localtime_r(&now.tv_sec, &local);
  strftime(seconds, sizeof seconds, "%Y/%m/%d %H:%M:%S", &local);
  snprintf(text, 40, "%s.%03ld", seconds, now.tv_nsec / 1000000);
  return text;
}

/* A field's bare text. What the scenario pins wins over what would be computed. */
const char *field_text(const Sim *sim, const Gpu *gpu, int position, const char *field) {
  const char *pinned = value_of(gpu, field);
  if (pinned) return pinned;
  Load load = load_of(sim, gpu);
  if (!strcmp(field, "index")) return printed("%.0f", position);
  if (!strcmp(field, "count")) return printed("%.0f", sim->gpu_count);
  if (!strcmp(field, "timestamp")) return now_text();
  if (!strcmp(field, "uuid")) return gpu->uuid;
  if (!strcmp(field, "name")) return gpu->name;
  if (!strcmp(field, "pci.bus_id")) return gpu->bus;
  if (!strcmp(field, "driver_version")) return sim->driver;
  if (!strcmp(field, "memory.total")) return printed("%.0f", gpu->total_mib);
  if (!strcmp(field, "memory.reserved")) return printed("%.0f", gpu->reserved_mib);
  if (!strcmp(field, "memory.used")) return printed("%.0f", load.used_mib);
  if (!strcmp(field, "memory.free")) return printed("%.0f", load.free_mib);
  if (!strcmp(field, "utilization.gpu")) return printed("%.0f", load.percent);
  if (!strcmp(field, "utilization.memory")) return printed("%.0f", load.memory_percent);
  if (!strcmp(field, "temperature.gpu")) return printed("%.0f", load.celsius);
  if (!strncmp(field, "power.draw", 10)) return printed("%.2f", load.watts_x100 / 100.0);
  if (!strcmp(field, "pstate")) return load.busy ? "P0" : value_of(gpu, "idle.pstate") ? value_of(gpu, "idle.pstate") : "P0";
  if (!strcmp(field, "clocks_event_reasons.active")) return load.busy ? "0x0000000000000000" : "0x0000000000000001";
  if (!strcmp(field, "clocks.current.sm") || !strcmp(field, "clocks.current.graphics")) {
    const char *most = value_of(gpu, "clocks.max.sm"), *least = value_of(gpu, "idle.clocks.sm");
    return (load.busy ? most : least) ? (load.busy ? most : least) : "[N/A]";
  }
  return "[N/A]";
}
