/** How servers are started: as processes of the hub, or as units of systemd where it runs. */
import { existsSync } from 'node:fs';

export const SPAWNERS = ['processes', 'systemd'] as const;
export type Spawner = (typeof SPAWNERS)[number];

/** What systemd makes when it has started a machine (its manual, sd_booted(3)). */
const BOOTED = '/run/systemd/system';

/** systemd where it has started this machine; elsewhere processes. */
export const spawnerHere = (booted = BOOTED): Spawner => (existsSync(booted) ? 'systemd' : 'processes');

interface Limits {
  /** Memory a person. */
  readonly megabytes: number;
  /** Processes and threads a person. */
  readonly processes: number;
}

/**
 * Settings of SystemdSpawner (jupyterhub-systemdspawner 1.0): a unit a person, `gan-hub-ada`, of their account, within limits that
 * need no cgroups of our own, with no way to become root, and with devices and a /tmp of its own.
 */
export function systemdSettings({ megabytes, processes }: Limits): Record<string, unknown> {
  return {
    unit_name_template: 'gan-hub-{USERNAME}',
    username_template: 'gan-{USERNAME}',
    default_shell: '/bin/bash',
    mem_limit: `${megabytes}M`,
    isolate_tmp: true,
    isolate_devices: true,
    disable_user_sudo: true,
    unit_extra_properties: {
      TasksMax: String(processes),
      // A limit of memory that swaps is none.
      MemorySwapMax: '0',
      UMask: '0077',
    },
  };
}
