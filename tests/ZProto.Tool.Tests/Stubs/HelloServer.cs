using System;

namespace ZProto.Tool.Tests;

public partial class HelloServer
{
    /// <summary>Greets in other words.</summary>
    /// <param name="words">What comes before the name.</param>
    /// <param name="times">How often they come.</param>
    /// <param name="cancellation">cancellation.</param>
    private partial void SetGreeting(string words, byte times, int cancellation)
    {
        throw new NotImplementedException();
    }

    private partial void Reset()
    {
        throw new NotImplementedException();
    }

    // One for each connected client.
    public sealed partial class Client
    {
        /// <summary>Make the greeting.</summary>
        private partial void Greet()
        {
            throw new NotImplementedException();
        }

        private partial void LookUp()
        {
            throw new NotImplementedException();
        }

        private partial void Tell()
        {
            throw new NotImplementedException();
        }

        private partial void StartThinking()
        {
            throw new NotImplementedException();
        }

        private partial void StopThinking()
        {
            throw new NotImplementedException();
        }
    }
}
