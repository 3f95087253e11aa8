/// Into how many pieces of a size so many things go, the last of which may be smaller.
@inline(__always)
func pieces(_ count: Int, of size: Int) -> Int { (count &+ size &- 1) / size }
