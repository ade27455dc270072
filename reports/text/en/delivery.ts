/** Building images and bringing them to a host. */
export const delivery = {
  "delivery.only-root": () => "only root may build images as if on another host",
  "delivery.run-as-root": () => "run isotax as root",
};
