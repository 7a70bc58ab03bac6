/* -q -x and -q: fewer leaves than the real tree, same names, layout of DTD v12 (drivers 525 to 590). */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "sim.h"

static const char *plain(const Sim *sim, int g, const char *field) {
  const char *text = field_text(sim, &sim->gpus[g], g, field);
  return strcmp(text, "[N/A]") ? text : "N/A";
}

static const char *with(const char *text, const char *unit) {
  if (*text < '0' || *text > '9') return text;
  char *both = malloc(64);
  snprintf(both, 64, "%s %s", text, unit);
  return both;
}

static void escaped(const char *text) {
  for (; *text; text++) {
    if (*text == '&') fputs("&amp;", stdout);
    else if (*text == '<') fputs("&lt;", stdout);
    else putchar(*text);
  }
}

static void memory(const char *indent, int total, int reserved, int used) {
  printf("%s<fb_memory_usage>\n%s\t<total>%d MiB</total>\n%s\t<reserved>%d MiB</reserved>\n", indent, indent, total, indent, reserved);
  printf("%s\t<used>%d MiB</used>\n%s\t<free>%d MiB</free>\n%s</fb_memory_usage>\n", indent, used, indent, total - reserved - used, indent);
}

static void print_migs(const Sim *sim, const Gpu *gpu) {
  if (!gpu->mig_count) {
    puts("\t\t<mig_devices>None</mig_devices>");
    return;
  }
  puts("\t\t<mig_devices>");
  for (int m = 0; m < gpu->mig_count; m++) {
    const Mig *mig = &gpu->migs[m];
    printf("\t\t\t<mig_device>\n\t\t\t\t<index>%d</index>\n\t\t\t\t<gpu_instance_id>%d</gpu_instance_id>\n", m, mig->gi);
    printf("\t\t\t\t<compute_instance_id>%d</compute_instance_id>\n\t\t\t\t<device_attributes><shared>", mig->ci);
    printf("<multiprocessor_count>%d</multiprocessor_count></shared></device_attributes>\n", mig->sm);
    memory("\t\t\t\t", mig->total_mib, 0, mig_used(sim, mig));
    puts("\t\t\t</mig_device>");
  }
  puts("\t\t</mig_devices>");
}

static void print_processes(const Sim *sim, const Gpu *gpu) {
  puts("\t\t<processes>");
  for (int c = 0; !sim->in_container && c < sim->charge_count; c++) {
    const Charge *charge = &sim->charges[c];
    if (!parent_holds(gpu, charge->uuid)) continue;
    char gi[16] = "N/A", ci[16] = "N/A";
    for (int m = 0; m < gpu->mig_count; m++)
      if (!strcmp(gpu->migs[m].uuid, charge->uuid))
        snprintf(gi, sizeof gi, "%d", gpu->migs[m].gi), snprintf(ci, sizeof ci, "%d", gpu->migs[m].ci);
    printf("\t\t\t<process_info>\n\t\t\t\t<gpu_instance_id>%s</gpu_instance_id>\n\t\t\t\t<compute_instance_id>%s</compute_instance_id>\n", gi, ci);
    printf("\t\t\t\t<pid>%d</pid>\n\t\t\t\t<type>%c</type>\n\t\t\t\t<process_name>", charge->pid, charge->type);
    escaped(charge->name);
    printf("</process_name>\n\t\t\t\t<used_memory>%d MiB</used_memory>\n\t\t\t</process_info>\n", charge->mib);
  }
  puts("\t\t</processes>");
}

static void print_gpu(const Sim *sim, int g) {
  const Gpu *gpu = &sim->gpus[g];
  printf("\t<gpu id=\"%s\">\n\t\t<product_name>%s</product_name>\n\t\t<uuid>%s</uuid>\n", gpu->bus, gpu->name, gpu->uuid);
  printf("\t\t<minor_number>%d</minor_number>\n\t\t<persistence_mode>%s</persistence_mode>\n", gpu->index, plain(sim, g, "persistence_mode"));
  printf("\t\t<mig_mode>\n\t\t\t<current_mig>%s</current_mig>\n\t\t\t<pending_mig>%s</pending_mig>\n\t\t</mig_mode>\n",
         plain(sim, g, "mig.mode.current"), plain(sim, g, "mig.mode.pending"));
  print_migs(sim, gpu);
  printf("\t\t<fan_speed>%s</fan_speed>\n\t\t<performance_state>%s</performance_state>\n", with(plain(sim, g, "fan.speed"), "%"), plain(sim, g, "pstate"));
  memory("\t\t", gpu->total_mib, gpu->reserved_mib, load_of(sim, gpu).used_mib);
  printf("\t\t<utilization>\n\t\t\t<gpu_util>%s</gpu_util>\n", with(plain(sim, g, "utilization.gpu"), "%"));
  printf("\t\t\t<memory_util>%s</memory_util>\n\t\t</utilization>\n", with(plain(sim, g, "utilization.memory"), "%"));
  printf("\t\t<temperature>\n\t\t\t<gpu_temp>%s</gpu_temp>\n\t\t</temperature>\n", with(plain(sim, g, "temperature.gpu"), "C"));
  printf("\t\t<gpu_power_readings>\n\t\t\t<power_draw>%s</power_draw>\n", with(plain(sim, g, "power.draw"), "W"));
  printf("\t\t\t<current_power_limit>%s</current_power_limit>\n\t\t</gpu_power_readings>\n", with(plain(sim, g, "power.limit"), "W"));
  printf("\t\t<clocks>\n\t\t\t<sm_clock>%s</sm_clock>\n\t\t</clocks>\n", with(plain(sim, g, "clocks.current.sm"), "MHz"));
  print_processes(sim, gpu);
  puts("\t</gpu>");
}

void print_xml(const Sim *sim) {
  time_t now = time(NULL);
  char date[40];
  strftime(date, sizeof date, "%a %b %e %H:%M:%S %Y", localtime(&now));
  printf("<?xml version=\"1.0\" ?>\n<!DOCTYPE nvidia_smi_log SYSTEM \"nvsmi_device_v12.dtd\">\n");
  printf("<!-- SIMULATED: Berth rig, scenario %s (no real GPU) -->\n<nvidia_smi_log>\n", sim->simulated);
  printf("\t<timestamp>%s</timestamp>\n\t<driver_version>%s</driver_version>\n", date, sim->driver);
  printf("\t<cuda_version>%s</cuda_version>\n\t<attached_gpus>%d</attached_gpus>\n", sim->cuda, sim->gpu_count);
  for (int g = 0; g < sim->gpu_count; g++)
    if (!sim->gpus[g].lost) print_gpu(sim, g);
  puts("</nvidia_smi_log>");
}

void print_tree(const Sim *sim) {
  printf("\n==============NVSMI LOG==============\n\nSIMULATED                                 : Berth rig, scenario %s (no real GPU)\n", sim->simulated);
  printf("Driver Version                            : %s\nCUDA Version                              : %s\n\n", sim->driver, sim->cuda);
  printf("Attached GPUs                             : %d\n", sim->gpu_count);
  for (int g = 0; g < sim->gpu_count; g++) {
    const Gpu *gpu = &sim->gpus[g];
    if (gpu->lost) continue;
    printf("GPU %s\n    Product Name                          : %s\n    GPU UUID                              : %s\n", gpu->bus, gpu->name, gpu->uuid);
    printf("    FB Memory Usage\n        Total                             : %d MiB\n        Used                              : %s MiB\n\n",
           gpu->total_mib, plain(sim, g, "memory.used"));
  }
}
