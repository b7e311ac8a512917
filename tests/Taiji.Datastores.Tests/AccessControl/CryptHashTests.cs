using Taiji.Datastores.AccessControl;

namespace Taiji.Datastores.Tests.AccessControl;

public sealed class CryptHashTests
{
    [Theory]
    [InlineData("$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1", "Hello world!")]
    [InlineData("$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", "Hello world!")]
    public void The_published_test_vectors_verify(string hash, string password)
    {
        CryptHash.Verify(password, hash).ShouldBeTrue();
        CryptHash.Verify(password + "x", hash).ShouldBeFalse();
    }

    [Fact]
    public void A_made_hash_is_salted_sha_512_and_verifies()
    {
        var first = CryptHash.Make("päss wörd");
        first.ShouldStartWith("$6$");
        CryptHash.Make("päss wörd").ShouldNotBe(first);
        CryptHash.Verify("päss wörd", first).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("$0$secret")]
    [InlineData("secret")]
    [InlineData("$9$what$ever")]
    [InlineData("*0")]
    public void A_value_that_is_no_hash_never_verifies(string hash) => CryptHash.Verify("secret", hash).ShouldBeFalse();

    [Fact]
    public void A_password_with_a_nul_never_verifies() => CryptHash.Verify("a\0b", CryptHash.Make("a")).ShouldBeFalse();
}
