import { serveBuyForm, showCartCount, showCartPage } from "./cart-page.ts";
import { serveConsentBanner } from "./consent-banner.ts";
import { serveQuietForms, serveSignIn } from "./forms.ts";
import { serveListPage } from "./list-page.ts";
import { servePanel } from "./panel/panel.ts";
import { personalise } from "./personalise.ts";
import { whenSedgeIsReady } from "./sedge.ts";

// The shop works by itself; Sedge, once it is there, adds to it.
showCartCount();
serveBuyForm();
serveListPage();
serveQuietForms();
void showCartPage();

whenSedgeIsReady((sedge) => {
  serveSignIn(sedge);
  servePanel(sedge);
  serveConsentBanner(sedge);
  sedge.on("cluster", (cluster) => void personalise(cluster));
});
