package example.shop

import android.os.Bundle
import android.webkit.WebView
import androidx.activity.ComponentActivity
import org.json.JSONArray
import org.json.JSONObject

/** A screen of the app that shows the shop's pages, and shares with them what the app knows. */
class ShopActivity : ComponentActivity() {
    private lateinit var bridge: SedgeBridge

    /** The decision made in the app's settings or on a page; null until there is one. Keep it where the app keeps its settings. */
    private var consent: JSONObject? = null

    /** Who has signed in to the app. In memory, as on the page. */
    private var identifiers = JSONObject()

    /** What happened on native screens and no page has seen. */
    private val events = ArrayDeque<JSONObject>()

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val script = assets.open("sedge-host.js").bufferedReader().use { it.readText() }
        bridge = SedgeBridge(SHOP, script, ::hear)
        val webView = WebView(this)
        bridge.install(webView)
        setContentView(webView)
        webView.loadUrl(SHOP)
    }

    /** The visitor decides in the app's settings. */
    fun decide(choice: Map<String, Boolean>) {
        val decision = JSONObject(choice)
        consent = decision
        bridge.send(JSONObject().put("type", "consent").put("consent", decision))
    }

    fun signIn(email: String) {
        identifiers = JSONObject().put("email", email)
        bridge.send(JSONObject().put("type", "identity").put("identifiers", identifiers))
    }

    fun signOut() {
        identifiers = JSONObject()
        bridge.send(JSONObject().put("type", "reset"))
    }

    /** A native product screen was seen for some seconds. */
    fun sawProduct(item: String, category: String, price: Double, startedAt: Long, seconds: Double) = tell(
        JSONObject().put("name", "screen").put("at", startedAt).put("kind", "product")
            .put("item", item).put("category", category).put("price", price).put("seconds", seconds),
    )

    fun putIntoCart(item: String, category: String, price: Double) = tell(
        JSONObject().put("name", "cart-add").put("at", System.currentTimeMillis())
            .put("item", item).put("category", category).put("price", price),
    )

    private fun tell(event: JSONObject) {
        // Told again until a page has answered; the same time makes it count once.
        if (events.size == MAX_EVENTS) events.removeFirst()
        events.addLast(event)
        tellSession()
    }

    private fun tellSession() =
        bridge.send(JSONObject().put("type", "session").put("events", JSONArray(events)))

    private fun hear(message: JSONObject) {
        when (message.getString("type")) {
            "ready" -> {
                bridge.send(JSONObject().put("type", "hello").put("consent", consent ?: JSONObject.NULL))
                if (identifiers.length() > 0) {
                    bridge.send(JSONObject().put("type", "identity").put("identifiers", identifiers))
                }
                if (events.isNotEmpty()) tellSession()
            }
            "consent" -> {
                val said = message.getJSONObject("consent")
                if (!said.getBoolean("decided")) return
                val purposes = said.getJSONArray("purposes").let { list -> List(list.length()) { list.getString(it) } }
                consent = JSONObject(listOf("classify", "link", "learn").associateWith { it in purposes })
            }
            "session" -> events.removeAll { it.getLong("at") <= message.getLong("until") }
            "withdrawn" -> {
                identifiers = JSONObject()
                events.clear()
            }
            // Native screens are personalised with the page's cluster.
            "cluster" -> title = "For cluster ${message.getJSONObject("cluster").getString("clusterId")}"
        }
    }

    private companion object {
        const val SHOP = "https://shop.example"
        const val MAX_EVENTS = 200
    }
}
