/**
 * The variables by which VirtualBox and VMware find the user's own VMs and settings. They are added
 * to an instance's environment, which is otherwise the same small one for all.
 */
const VARIABLES = [
  "HOME",
  "USER",
  "LOGNAME",
  "XDG_CONFIG_HOME",
  "XDG_RUNTIME_DIR",
  "VBOX_USER_HOME",
  "VBOX_IPC_SOCKETID",
];

export function userEnvironment(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    VARIABLES.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
