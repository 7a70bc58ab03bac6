/* The simulated NVIDIA host: one small static program under three names (see main.c).
 * It reads the scenario that nvidia/render.ts writes, and never claims to be real. */
#ifndef SIM_H
#define SIM_H
#include <stdio.h>

enum { MAX_GPUS = 16, MAX_FIELDS = 160, MAX_VALUES = 96, MAX_MIGS = 8, MAX_CHARGES = 512, MAX_TOPO = 64 };

typedef struct { char *name, *unit, *alias; } Field;
typedef struct { char *name, *text; } Value;
typedef struct { char *profile, *uuid; int gi, ci, total_mib, base_mib, sm; char *engines, *bar1; } Mig;
typedef struct {
  int index; /* as the driver on the host counts */
  char *uuid, *name, *bus, *lost;
  int total_mib, reserved_mib, base_mib;
  int idle_percent, busy_percent, idle_celsius, busy_celsius;
  double idle_watts, busy_watts;
  Value values[MAX_VALUES];
  int value_count;
  Mig migs[MAX_MIGS];
  int mig_count;
} Gpu;
typedef struct { int pid, mib; char type; char *uuid, *name; } Charge;
typedef struct {
  char *simulated, *driver, *cuda, *fail_text, *hook_text;
  int fail_code, delay_ms, calm, lost_code;
  Field fields[MAX_FIELDS];
  int field_count;
  Gpu gpus[MAX_GPUS];
  int gpu_count;
  Charge charges[MAX_CHARGES];
  int charge_count;
  char *topo[MAX_TOPO]; /* what `topo -m` prints, line by line */
  int topo_count;
  int in_container;
} Sim;

#define IN_CONTAINER "/run/berth-rig-gpu"

/* scenario.c */
int load_scenario(Sim *sim, const char *file);
char *own_file(const char *relative); /* beside this executable's folder; NULL if it cannot be told */
char *read_whole(const char *file);
char *line_of(char **rest);
char *column(char **rest);
const char *value_of(const Gpu *gpu, const char *name);
char *live_folder(void);
/* charges.c */
void scan_charges(Sim *sim, const char *live);
int serve_charges(const char *live);
void fetch_charges(Sim *sim, const char *live);
void keep_visible(Sim *sim, const char *visible_file);
/* load.c */
typedef struct { int used_mib, free_mib, percent, memory_percent, watts_x100, celsius, busy; } Load;
Load load_of(const Sim *sim, const Gpu *gpu);
int mig_used(const Sim *sim, const Mig *mig);
const char *field_text(const Sim *sim, const Gpu *gpu, int position, const char *field);
int parent_holds(const Gpu *gpu, const char *uuid);
/* query.c, table.c, xml.c, hook.c, smi.c */
typedef struct { int header, units; } Csv;
int query_gpus(const Sim *sim, const char *fields, Csv csv);
int query_apps(const Sim *sim, const char *fields, Csv csv, int rows);
void print_table(const Sim *sim);
int print_list(const Sim *sim);
void print_xml(const Sim *sim);
void print_tree(const Sim *sim);
int smi(int argc, char **argv);
int hook(int argc, char **argv);
#endif
