/* The table for people, column for column as the samples have it, and a last line that says it is simulated. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "sim.h"

#define WIDE "-----------------------------------------------------------------------------------------"
#define COLUMNS "-----------------------------------------+------------------------+----------------------+"

static const char *table_text(const Sim *sim, const Gpu *gpu, int g, const char *field, const char *otherwise) {
  const char *text = field_text(sim, gpu, g, field);
  if (!strcmp(text, "[N/A]") || !strcmp(text, "N/A")) return otherwise;
  if (!strcmp(text, "Enabled") || !strcmp(text, "Yes")) return "On";
  if (!strcmp(text, "Disabled") || !strcmp(text, "No")) return "Off";
  return text;
}

static const char *watts(const Sim *sim, const Gpu *gpu, int g, const char *field) {
  const char *text = field_text(sim, gpu, g, field);
  if (*text < '0' || *text > '9') return NULL;
  char *whole = malloc(16);
  snprintf(whole, 16, "%.0fW", atof(text));
  return whole;
}

static void print_gpu(const Sim *sim, int g) {
  const Gpu *gpu = &sim->gpus[g];
  char name[40], fan[8], percent[8];
  snprintf(name, sizeof name, strlen(gpu->name) > 26 ? "%.23s ..." : "%s", gpu->name);
  const char *ecc = table_text(sim, gpu, g, "ecc.errors.uncorrected.volatile.total", NULL);
  if (gpu->mig_count) ecc = "On";
  if (!ecc) ecc = table_text(sim, gpu, g, "ecc.mode.current", "N/A");
  printf("| %3d  %-31s%-3s |   %-16s %3s | %20s |\n", g, name, table_text(sim, gpu, g, "persistence_mode", "N/A"), gpu->bus,
         table_text(sim, gpu, g, "display_active", "Off"), ecc);
  const char *speed = table_text(sim, gpu, g, "fan.speed", NULL), *busy = table_text(sim, gpu, g, "utilization.gpu", NULL);
  snprintf(fan, sizeof fan, speed ? "%s%%" : "N/A", speed);
  snprintf(percent, sizeof percent, busy ? "%s%%" : "N/A", busy);
  const char *draw = watts(sim, gpu, g, "power.draw"), *limit = watts(sim, gpu, g, "power.limit");
  if (!limit) limit = watts(sim, gpu, g, "enforced.power.limit");
  printf("| %3s  %3sC    %-3s%15s / %5s |%8sMiB / %6sMiB |%8s%13s |\n", fan, field_text(sim, gpu, g, "temperature.gpu"),
         field_text(sim, gpu, g, "pstate"), draw ? draw : "N/A", limit ? limit : "N/A", field_text(sim, gpu, g, "memory.used"),
         field_text(sim, gpu, g, "memory.total"), percent, table_text(sim, gpu, g, "compute_mode", "Default"));
  const char *mig = field_text(sim, gpu, g, "mig.mode.current");
  printf("| %39s | %22s | %20s |\n+" COLUMNS "\n", "", "", *mig == '[' ? "N/A" : mig);
}

static void print_migs(const Sim *sim) {
  int any = 0;
  for (int g = 0; g < sim->gpu_count; g++)
    for (int m = 0; m < sim->gpus[g].mig_count; m++) {
      const Mig *mig = &sim->gpus[g].migs[m];
      if (!any++)
        puts("\n+" WIDE "+\n"
             "| MIG devices:                                                                            |\n"
             "+------------------+----------------------------------+-----------+-----------------------+\n"
             "| GPU  GI  CI  MIG |              Shared Memory-Usage |        Vol|        Shared         |\n"
             "|      ID  ID  Dev |                Shared BAR1-Usage | SM     Unc| CE ENC  DEC  OFA  JPG |\n"
             "|                  |                                  |        ECC|                       |\n"
             "|==================+==================================+===========+=======================|");
      printf("|%3d  %3d %3d %3d  |%16dMiB / %5dMiB    |%3d      0 |%-23s|\n", g, mig->gi, mig->ci, m, mig_used(sim, mig),
             mig->total_mib, mig->sm, mig->engines);
      printf("|%18s|%-34s|%11s|%23s|\n", "", mig->bar1, "", "");
      puts("+------------------+----------------------------------+-----------+-----------------------+");
    }
}

static void print_process(int g, const Charge *charge, const Mig *mig) {
  char gi[16] = "N/A", ci[16] = "N/A";
  if (mig) snprintf(gi, sizeof gi, "%d ", mig->gi), snprintf(ci, sizeof ci, "%d ", mig->ci);
  printf("|%5d%6s%5s%16d%7c   %-35.35s%8dMiB |\n", g, gi, ci, charge->pid, charge->type, charge->name, charge->mib);
}

static void print_processes(const Sim *sim) {
  int any = 0;
  puts("\n+" WIDE "+\n"
       "| Processes:                                                                              |\n"
       "|  GPU   GI   CI              PID   Type   Process name                        GPU Memory |\n"
       "|        ID   ID                                                               Usage      |\n"
       "|=========================================================================================|");
  for (int g = 0; !sim->in_container && g < sim->gpu_count; g++)
    for (int c = 0; c < sim->charge_count; c++) {
      const Gpu *gpu = &sim->gpus[g];
      if (!parent_holds(gpu, sim->charges[c].uuid)) continue;
      const Mig *mig = NULL;
      for (int m = 0; m < gpu->mig_count; m++)
        if (!strcmp(gpu->migs[m].uuid, sim->charges[c].uuid)) mig = &gpu->migs[m];
      print_process(g, &sim->charges[c], mig);
      any = 1;
    }
  if (!any) printf("| %-87s |\n", " No running processes found");
  puts("+" WIDE "+");
}

void print_table(const Sim *sim) {
  time_t now = time(NULL);
  char date[40], banner[96];
  strftime(date, sizeof date, "%a %b %e %H:%M:%S %Y", localtime(&now));
  int kmd = atoi(sim->driver) >= 610;
  snprintf(banner, sizeof banner, kmd ? " NVIDIA-SMI %-23sKMD Version: %-14sCUDA UMD Version: %-9s" : " NVIDIA-SMI %-23sDriver Version: %-15sCUDA Version: %-9s",
           sim->driver, sim->driver, sim->cuda);
  printf("%s       \n+" WIDE "+\n|%s|\n%c" COLUMNS "\n", date, banner, atoi(sim->driver) >= 580 ? '+' : '|');
  puts("| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |\n"
       "| Fan  Temp   Perf          Pwr:Usage/Cap |           Memory-Usage | GPU-Util  Compute M. |\n"
       "|                                         |                        |               MIG M. |\n"
       "|=========================================+========================+======================|");
  for (int g = 0; g < sim->gpu_count; g++)
    if (!sim->gpus[g].lost) print_gpu(sim, g);
  print_migs(sim);
  print_processes(sim);
  printf("SIMULATED: Berth rig, scenario %s (no real GPU)\n", sim->simulated);
}

int print_list(const Sim *sim) {
  int lost = 0;
  for (int g = 0; g < sim->gpu_count; g++) {
    const Gpu *gpu = &sim->gpus[g];
    if (gpu->lost) {
      puts(gpu->lost);
      lost = 15;
      continue;
    }
    printf("GPU %d: %s (UUID: %s)\n", g, gpu->name, gpu->uuid);
    for (int m = 0; m < gpu->mig_count; m++)
      printf("  MIG %-11s Device %2d: (UUID: %s)\n", gpu->migs[m].profile, m, gpu->migs[m].uuid);
  }
  return lost;
}
