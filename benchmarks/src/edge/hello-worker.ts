/** The baseline of `bench edge`: a minimal Hono app on workerd, alone and behind the edge's two rate limiters. */
import { Hono } from "hono";

interface Limiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

const app = new Hono<{ Bindings: { readonly ADDRESS_LIMIT: Limiter; readonly SITE_LIMIT: Limiter } }>();

app.get("/hello", (context) => context.json({ hello: "world" }));

app.get("/limited-hello", async (context) => {
  const { ADDRESS_LIMIT, SITE_LIMIT } = context.env;
  const address = await ADDRESS_LIMIT.limit({ key: context.req.header("cf-connecting-ip") ?? "unknown" });
  const site = await SITE_LIMIT.limit({ key: "hello" });
  if (!address.success || !site.success) return context.json({ hello: "later" }, 429);
  return context.json({ hello: "world" });
});

export default app;
