/** @param {import('./project.mjs').Project} project */
export async function doctor(project) {
  return 0;
}
