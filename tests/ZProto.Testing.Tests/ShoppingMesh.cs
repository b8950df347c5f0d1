namespace ZProto.Testing.Tests;

/// <summary>A client of all shops.</summary>
public sealed partial class ShoppingMesh
{
    private partial void Find(string article)
    {
        foreach (Peer shop in GetPeers())
            SendEvent(shop, Event.Need, article);
    }

    public sealed partial class Peer
    {
        private partial void NameTheArticle() => Message.Article = (string)Argument!;

        private partial void GiveTheShop() => ReplyFound(Key.ToString());
    }
}
