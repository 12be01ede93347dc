package example.shop

import android.os.Bundle
import android.webkit.WebView
import androidx.activity.ComponentActivity
import org.json.JSONArray
import org.json.JSONObject

/** A screen that shows the shop's pages and shares the app's consent, identity and events with them. */
class ShopActivity : ComponentActivity() {
    private lateinit var bridge: SedgeBridge

    /** The consent decision from the app's settings or a page; null before a decision. Store it with the app's settings. */
    private var consent: JSONObject? = null

    /** Identifiers of the signed-in customer, in memory only, as on the page. */
    private var identifiers = JSONObject()

    /** Events from native screens that no page has confirmed. */
    private val events = ArrayDeque<JSONObject>()

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        val script = assets.open("sedge-host.js").bufferedReader().use { it.readText() }
        bridge = SedgeBridge(SHOP, script, ::receive)
        val webView = WebView(this)
        bridge.install(webView)
        setContentView(webView)
        webView.loadUrl(SHOP)
    }

    /** Applies a decision from the app's settings. */
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

    /** Records the view of a native product screen. */
    fun sawProduct(item: String, category: String, price: Double, startedAt: Long, seconds: Double) = record(
        JSONObject().put("name", "screen").put("at", startedAt).put("kind", "product")
            .put("item", item).put("category", category).put("price", price).put("seconds", seconds),
    )

    fun putIntoCart(item: String, category: String, price: Double) = record(
        JSONObject().put("name", "cart-add").put("at", System.currentTimeMillis())
            .put("item", item).put("category", category).put("price", price),
    )

    private fun record(event: JSONObject) {
        // Sent again until a page confirms it. Events with the same time count once.
        if (events.size == MAX_EVENTS) events.removeFirst()
        events.addLast(event)
        sendSession()
    }

    private fun sendSession() =
        bridge.send(JSONObject().put("type", "session").put("events", JSONArray(events)))

    private fun receive(message: JSONObject) {
        when (message.getString("type")) {
            "ready" -> {
                bridge.send(JSONObject().put("type", "hello").put("consent", consent ?: JSONObject.NULL))
                if (identifiers.length() > 0) {
                    bridge.send(JSONObject().put("type", "identity").put("identifiers", identifiers))
                }
                if (events.isNotEmpty()) sendSession()
            }
            "consent" -> {
                val state = message.getJSONObject("consent")
                if (!state.getBoolean("decided")) return
                val purposes = state.getJSONArray("purposes").let { list -> List(list.length()) { list.getString(it) } }
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
