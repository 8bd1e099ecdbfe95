/** `npm run readme`: writes what the README has of the saved notebooks: the map of lessons, numbers, the moving picture. */
import { updateReadme } from '../readme/update.ts';
import { project } from '../setup/project.mjs';

await updateReadme(project().root);
