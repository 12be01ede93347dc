import { serveBuyForm, showCartCount, showCartPage } from "./cart-page.ts";
import { serveChat } from "./chat/chat-launcher.ts";
import { serveConsentBanner } from "./consent-banner.ts";
import { serveQuietForms, serveSignIn } from "./forms.ts";
import { serveListPage } from "./list-page.ts";
import { servePanel } from "./panel/panel.ts";
import { proofFromShop } from "./login.ts";
import { personalise } from "./personalise.ts";
import { serveSearchHint } from "./search-hint.ts";
import { whenSedgeIsReady } from "./sedge.ts";

// The shop works without Sedge. The rest starts once Sedge has loaded.
showCartCount();
serveBuyForm();
serveListPage();
serveQuietForms();
void showCartPage();
const chat = serveChat();

whenSedgeIsReady((sedge) => {
  // Asked only when the edge needs a proof, on any page of a visitor who is signed in.
  sedge.setProof(proofFromShop);
  serveSignIn(sedge);
  servePanel(sedge);
  serveConsentBanner(sedge);
  serveSearchHint(sedge);
  chat.use(sedge);
  sedge.on("cluster", (cluster) => void personalise(cluster));
});
