namespace Broker;

/// <summary>The mailbox of an address. It keeps each letter until its owner has confirmed it, whether the owner is there or not.</summary>
internal sealed class Mailbox(string address)
{
    private readonly LinkedList<BrokerMsg> _letters = new();

    /// <summary>Whose mailbox it is.</summary>
    public string Address => address;

    /// <summary>The client that has the address now, if one has.</summary>
    public BrokerServer.Client? Owner { get; private set; }

    /// <summary>The letters that are not confirmed.</summary>
    public int Count => _letters.Count;

    /// <summary>Takes a letter in.</summary>
    public void Put(BrokerMsg letter)
    {
        _letters.AddLast(letter);
        Deliver(letter);
    }

    /// <summary>Gives an owner all that is there.</summary>
    public void Open(BrokerServer.Client owner)
    {
        Owner = owner;
        foreach (BrokerMsg letter in _letters)
            Deliver(letter);
    }

    /// <summary>The owner is away.</summary>
    public void Close() => Owner = null;

    /// <summary>The owner has dealt with a letter.</summary>
    /// <returns>The letter, if it was there.</returns>
    public BrokerMsg? Confirm(ulong number)
    {
        // They are confirmed in about the order in which they came.
        for (LinkedListNode<BrokerMsg>? node = _letters.First; node is not null && node.Value.Number <= number; node = node.Next)
        {
            if (node.Value.Number == number)
            {
                _letters.Remove(node);
                return node.Value;
            }
        }
        return null;
    }

    private void Deliver(BrokerMsg letter) => Owner?.Server.SendEvent(Owner, BrokerServer.Event.Mailed, letter);
}
